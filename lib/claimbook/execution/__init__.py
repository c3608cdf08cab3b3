"""Notebooks through papermill: a private kernel each, several at once, ended when their time is over.

kernels.py  sockets in a private folder; nothing outlives its notebook
execute.py  one notebook    fanout.py  several    interrupt.py  when to stop

Knows nothing of reports.
"""
