"""What browsers' push services speak: encrypted messages, and who they are from."""
