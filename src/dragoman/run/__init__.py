"""The corridor: the order of the steps and the jobs that the commands and the library call."""
