"""What comes next: forecasts, scenarios and the ledger that scores them."""
