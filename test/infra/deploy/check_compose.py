"""Prints where a compose file, as JSON, departs from the compose specification: check_compose.py SCHEMA FILE"""

import json
import sys

import jsonschema

with open(sys.argv[1]) as schema, open(sys.argv[2]) as file:
    for error in jsonschema.Draft7Validator(json.load(schema)).iter_errors(json.load(file)):
        print("/".join(map(str, error.absolute_path)), error.message)
