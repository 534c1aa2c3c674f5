"""A set-up in an address: settings, knobs and gates that are held; written, copied, and read like a stranger's."""
