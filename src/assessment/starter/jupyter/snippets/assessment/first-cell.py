from assessment.charts.style import canvas
from assessment.notebook import dataset, publish, show

table = dataset("NAME")
