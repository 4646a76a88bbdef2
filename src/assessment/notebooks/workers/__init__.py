"""Fast workers: a warmed process forks one child a notebook. Runs in a process of its own, never in the tool's."""
