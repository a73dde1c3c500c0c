"""What people can wish of the exam room, one module for each kind of wish."""
