"""Back-scheduling (倒排工期): network, passes, forecast, baseline, quality."""
