"""Released editions: what has to hold before one is made, what is handed out, and what changed since another."""
