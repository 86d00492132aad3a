"""What would happen if (推演): branches, directives, rescue sets."""
