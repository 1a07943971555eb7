"""What the learner did, kept between two starts of the tutor. `store` is the door; nothing here knows a screen."""
