"""What people see and press: the command line today, web pages later."""
