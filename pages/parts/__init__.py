"""The parts that pages are put together from: the frame, the session, the cell and widgets."""
