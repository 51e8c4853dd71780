"""The sandbox's web page: what people see in a browser, drawn on the server."""
