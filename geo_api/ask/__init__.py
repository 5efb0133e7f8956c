"""Questions about places and areas that no single layer answers.

Each module reads what is published, asks a pure function of `pipelines.indicators`, and says what
the answer rests on. None of them writes anything, and none computes a formula of its own. What
brings numpy is imported where it is used: a service starts without it.
"""
