"""What is done to accounts: entrances (sign-in and sign-out), staff (invitations and roles), profile."""
