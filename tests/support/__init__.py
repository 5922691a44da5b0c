"""What tests share: clocks, servers, people."""
