"""What can be asked: questions and case studies, their versions and review, import, export, and blueprint coverage."""
