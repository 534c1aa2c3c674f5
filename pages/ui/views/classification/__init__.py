"""What Sentiment and spam filter shows."""
