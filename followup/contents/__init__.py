"""What stands on each page: its cells, made of a view, whoever shows or exports them."""
