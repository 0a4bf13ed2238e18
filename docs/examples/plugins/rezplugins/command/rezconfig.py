greet = {"word": "hello"}
