"""The portal run natively on one machine: servers, processes and the supervisor that looks after them."""
