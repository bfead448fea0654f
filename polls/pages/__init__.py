"""What the pages of polls show, in words and in order. They ask for rows and decide nothing about permission."""
