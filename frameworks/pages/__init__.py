"""What the pages about frameworks show, in words and in order. They decide nothing about permission."""
