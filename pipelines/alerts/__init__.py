"""Troubles that people are told of, once each: what is news, in which words, by which way."""
