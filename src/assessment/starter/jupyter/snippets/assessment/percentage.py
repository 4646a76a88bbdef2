publish("topic.name", number, "percent", base="of how many")
