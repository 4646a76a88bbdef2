"""The house style of charts: ``from assessment.charts.style import canvas, source_line``."""
