"""The ways in. A face translates to and from `lint`, and nothing else; none imports another but the command line."""
