"""What the pages of a wording review show, in words and in order. They decide nothing about permission."""
