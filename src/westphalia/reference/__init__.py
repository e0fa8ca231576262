"""Facts the reader needs — states, bodies, offices, outlets — as reviewable data with sources."""
