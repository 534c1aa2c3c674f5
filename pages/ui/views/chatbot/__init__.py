"""What Chatbot shows."""
