"""Pages by their address: a lead asks, a job fetches, and what was found is proposed."""
