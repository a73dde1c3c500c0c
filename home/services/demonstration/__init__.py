"""The demonstration world: people at every stage of the path, made by the wishes that real people have."""
