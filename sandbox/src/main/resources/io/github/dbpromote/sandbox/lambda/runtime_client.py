"""Runs a Python function against the Lambda Runtime API: runtime_client.py module.function"""

import http.client
import importlib
import json
import os
import sys
import traceback

API = "/2018-06-01/runtime"


class Context:
    """What a handler may ask about its invocation, as far as it is used here."""

    def __init__(self, headers):
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]


def request(connection, method, path, body=None, headers=None):
    connection.request(method, API + path, body, headers or {})
    response = connection.getresponse()
    return response.headers, response.read()


def report(connection, path, error):
    traceback.print_exception(type(error), error, error.__traceback__)
    body = {
        "errorMessage": str(error),
        "errorType": type(error).__name__,
        "stackTrace": traceback.format_tb(error.__traceback__),
    }
    headers = {"Lambda-Runtime-Function-Error-Type": type(error).__name__}
    request(connection, "POST", path, json.dumps(body), headers)


def load(handler):
    sys.path.insert(0, os.environ["LAMBDA_TASK_ROOT"])
    module, _, function = handler.rpartition(".")
    return getattr(importlib.import_module(module.replace("/", ".")), function)


def handle(connection, function):
    headers, event = request(connection, "GET", "/invocation/next")
    path = "/invocation/" + headers["Lambda-Runtime-Aws-Request-Id"]
    try:
        answer = json.dumps(function(json.loads(event), Context(headers)))
    except Exception as error:
        report(connection, path + "/error", error)
    else:
        request(connection, "POST", path + "/response", answer)


def main():
    connection = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
    try:
        function = load(sys.argv[1])
    except Exception as error:
        report(connection, "/init/error", error)
        sys.exit(1)
    while True:
        handle(connection, function)


main()
