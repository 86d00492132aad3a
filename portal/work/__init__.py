"""What the commands do, once they are called: casework for people at a keyboard."""
