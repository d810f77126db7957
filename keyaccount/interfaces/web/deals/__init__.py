"""Pages of the deals room: board, table, calendar, funnel, radar, calibration, and the page of one deal."""
