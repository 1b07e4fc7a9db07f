"""Work that outlasts a request: a row in our database, handed to a queue, run by a worker."""
