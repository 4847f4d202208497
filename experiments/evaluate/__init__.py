"""What a rule would have been worth, told with its interval and with what the data cannot say."""
