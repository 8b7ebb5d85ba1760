"""replylint reads a support reply together with what the customer wrote, before it is sent."""

__version__ = "0.1.0"
