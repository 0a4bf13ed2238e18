notes = {"file": "notes.txt", "cancel": ""}
