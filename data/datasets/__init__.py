"""One file per feed or derived product; the file name is the name of the dataset."""
