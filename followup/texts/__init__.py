"""Every Swedish word and number format of the screen."""
