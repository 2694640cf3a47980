"""What people would use instead, doing the same work on the same data."""
