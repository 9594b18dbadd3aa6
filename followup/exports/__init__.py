"""What can be taken away from the dashboard: files made of what the pages show."""
