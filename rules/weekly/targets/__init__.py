"""Targets (目标任务): what each is made of, how far it is, how surely reached, and why not."""
