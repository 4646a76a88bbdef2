publish("topic.name", number, "unit")
