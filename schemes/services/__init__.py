"""What operators ask of schemes: to read a scheme file and to put it in force."""
