"""The tool's judgement beside that of people: their labels and scores read, the figures, and what is worth discussing."""
