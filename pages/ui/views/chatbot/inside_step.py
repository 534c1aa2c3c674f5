"""Look inside: as every encoder-decoder is looked into."""

from pages.ui.answer.encoder_decoder_inside import inside_step as inside_step
