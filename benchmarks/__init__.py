"""Accuracy and speed on data made elsewhere: `python -m benchmarks NAME --data DIR [--out FILE]`."""
