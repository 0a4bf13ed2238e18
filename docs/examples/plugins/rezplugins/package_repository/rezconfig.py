listing = {"encoding": "utf-8"}
