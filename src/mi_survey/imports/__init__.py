"""What others wrote, read into values: bibliographies, and matching them to works; never writes."""
