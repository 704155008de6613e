"""Reads FHIR resources, one JSON document a line, with fhir.resources' models of R4 (4.0.1), and says what does not fit."""

import json
import sys

import fhir.resources
from fhir.resources import get_fhir_model_class

assert fhir.resources.__fhir_version__ == "4.0.1", fhir.resources.__fhir_version__
read = wrong = 0
for number, line in enumerate(open(sys.argv[1], encoding="utf-8"), 1):
    document = json.loads(line)
    try:
        model = get_fhir_model_class(document["resourceType"]).parse_obj(document)
        # Nothing may be lost. The package writes no extension of a value that is absent, but its model holds it.
        back = json.loads(model.json())
        lost = {
            name
            for name in set(document) - set(back)
            if not (name.startswith("_") and getattr(model, f"{name[1:]}__ext", None))
        }
        if lost:
            raise ValueError(f"lost on the way through the model: {sorted(lost)}")
        read += 1
    except Exception as error:  # every kind of fault is one to report
        wrong += 1
        print(f"line {number}: {document['resourceType']}/{document.get('id')}: {error}\n{line}")
print(f"{read} read, {wrong} wrong")
sys.exit(1 if wrong else 0)
