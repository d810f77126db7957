"""The pages of the public pools."""
