"""What the pages of adjudication show, in plain shapes."""
