"""A local Slack at the level of the wire: any Slack app can be pointed at it."""
